#ifndef LOKET_RIG_KERNEL_H
#define LOKET_RIG_KERNEL_H

#include <linux/fb.h>
#include <linux/input.h>
#include <linux/kd.h>
#include <linux/uinput.h>
#include <linux/vt.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>

// Requests that are made by _IOW and its like are macros with arguments, which Swift can't import.
static const unsigned long rig_ui_dev_create = UI_DEV_CREATE;
static const unsigned long rig_ui_dev_destroy = UI_DEV_DESTROY;
static const unsigned long rig_ui_dev_setup = UI_DEV_SETUP;
static const unsigned long rig_ui_abs_setup = UI_ABS_SETUP;
static const unsigned long rig_ui_set_evbit = UI_SET_EVBIT;
static const unsigned long rig_ui_set_keybit = UI_SET_KEYBIT;
static const unsigned long rig_ui_set_propbit = UI_SET_PROPBIT;
static const unsigned long rig_ui_set_phys = UI_SET_PHYS;
static const unsigned long rig_ui_get_sysname_64 = UI_GET_SYSNAME(64);
static const unsigned long rig_eviocgname_128 = EVIOCGNAME(128);

#endif
